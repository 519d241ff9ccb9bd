/** What the bench uses of it; it comes with pdfmake, without types. */
declare module 'pdfkit' {
  interface Options {
    readonly size: string
    readonly layout: 'landscape'
    readonly margin: number
    readonly pdfVersion: string
    readonly subset: string
    readonly lang: string
    readonly displayTitle: boolean
    readonly font: string
    readonly autoFirstPage: boolean
    readonly info: Readonly<Record<string, string | Date>>
  }
  export default class PDFDocument {
    constructor(options: Options)
    on(event: 'data', take: (chunk: Buffer) => void): this
    on(event: 'end', done: () => void): this
    addPage(): this
    font(file: string): this
    fontSize(size: number): this
    text(text: string, x: number, y: number, options: { readonly lineBreak: false }): this
    rect(x: number, y: number, width: number, height: number): this
    stroke(): this
    end(): void
  }
}
