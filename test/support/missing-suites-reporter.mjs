/** Where the package isn't called as the program. */
const packages = new Map([['soffice', 'libreoffice-calc-nogui libreoffice-draw-nogui']])

/** Names the suites that were left out because a program is missing: see `describeWith` in `programs.ts`. */
export default class MissingSuitesReporter {
  missing = new Set()

  onTestResult(_test, { testResults }) {
    for (const { ancestorTitles, title, status } of testResults) {
      const name = [...ancestorTitles, title].find(part => / \[needs [\w-]+\]$/.test(part))
      if (name !== undefined && status !== 'passed') this.missing.add(name)
    }
  }

  onRunComplete() {
    if (this.missing.size === 0) return
    const lines = [...this.missing].sort().map(name => `  - ${name}`)
    const programs = [...this.missing].map(name => / \[needs ([\w-]+)\]$/.exec(name)?.[1])
    const install = [...new Set(programs)]
      .sort()
      .map(program => packages.get(program) ?? program)
      .join(' ')
    const advice = `Install the programs and run again: apt-get install -y --no-install-recommends ${install}`
    process.stderr.write(`\nSuites that did NOT run:\n${lines.join('\n')}\n${advice}\n`)
  }
}
