import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Grant, passwordProblem } from '../../src/people/index.js'
import { createPasswords, makePassword } from '../../src/people/password.js'
import { delayAfter } from '../../src/people/throttle.js'
import { recoveryHash, totpAt } from '../../src/people/totp.js'
import { chief, type House, openHouse, passwordOf } from './house.js'

const deputy: Grant = { role: 'deputy', school: '1', person: null }
const teacher: Grant = { role: 'class-teacher', school: '1', person: '71' }
const address = '10.0.0.7'
const minute = 60_000

describe('passwords', () => {
  test('are hashed by scrypt with their parameters beside, each differently, and known again', async () => {
    const strong = createPasswords(6)
    const hash = await strong.hash('длинный пароль')
    expect(hash).toMatch(/^scrypt\$6\$8\$1\$/)
    expect(hash).not.toBe(await strong.hash('длинный пароль'))
    expect(await strong.matches('длинный пароль', hash)).toBe(true)
    expect(await strong.matches('длинный парол', hash)).toBe(false)
    expect(await strong.matches('длинный пароль', null)).toBe(false)
    // What was made with other parameters is still known, and told to be weak.
    const stronger = createPasswords(7)
    expect(await stronger.matches('длинный пароль', hash)).toBe(true)
    expect([strong.isWeak(hash), stronger.isWeak(hash)]).toEqual([false, true])
  })
  test('й is one letter, however a keyboard spells it', async () => {
    const { hash, matches } = createPasswords(4)
    expect(await matches('мои\u0306 пароль', await hash('мой пароль'))).toBe(true)
  })
  test('are made long and refused when they are simple', () => {
    expect(makePassword()).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/)
    expect(makePassword()).not.toBe(makePassword())
    expect(passwordProblem(makePassword(), 'petrova')).toBeNull()
    for (const simple of ['короткий', 'ааааааааааааа', 'petrova-2026-11', 'x'.repeat(201)])
      expect([simple, passwordProblem(simple, 'petrova')]).toEqual([simple, expect.any(String)])
  })
})

test('codes are those of RFC 6238', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  // The table of its appendix B, in six digits.
  const table = [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ] as const
  for (const [seconds, code] of table) expect(totpAt(secret, Math.floor(seconds / 30))).toBe(code)
  expect(recoveryHash('a', 'abcde-fghij')).toBe(recoveryHash('a', ' ABCDEFGHIJ '))
})

describe('accounts', () => {
  let house: House
  beforeEach(async () => {
    house = await openHouse()
  })
  afterEach(() => house.close())
  const logIn = (login: string, password = passwordOf(login), from = address) =>
    house.people.logIn({ login, password, address: from })

  test('the first is an administrator, and the last one stays', async () => {
    const { people, clock } = house
    await expect(house.add('petrova', deputy)).rejects.toMatchObject({ code: 'USAGE' })
    expect(await people.anybody()).toBe(false)
    await house.add('chief', chief)
    expect(await house.again().anybody()).toBe(true)
    for (const away of [() => people.accounts.revoke('chief', chief), () => people.accounts.lock('chief', 1)])
      await expect(away()).rejects.toMatchObject({ code: 'USAGE' })
    expect(await people.accounts.get('chief')).toMatchObject({ lockedAt: null, grants: [chief] })
    await house.add('second', chief)
    await people.accounts.lock('chief', clock.now())
    await expect(people.accounts.lock('second', 1)).rejects.toMatchObject({ code: 'USAGE' })
  })

  test('a name is taken once; a teacher needs a school and somebody to be there', async () => {
    await house.add('chief', chief)
    await expect(house.add('chief', deputy)).rejects.toMatchObject({ code: 'USAGE' })
    const wrong: Grant[] = [
      { role: 'class-teacher', school: '1', person: null },
      { role: 'subject-teacher', school: null, person: '71' },
      { role: 'deputy', school: '1', person: '71' },
    ]
    for (const grant of wrong) await expect(house.add('x1', grant)).rejects.toMatchObject({ code: 'USAGE' })
    expect(await house.people.accounts.find('x1')).toBeNull()
    await house.add('petrova', deputy, teacher)
    expect((await house.people.accounts.get('petrova')).grants).toEqual([teacher, deputy])
  })

  test('a session is who logged in, until it is idle, over, ended, or the password changes', async () => {
    const { people, clock } = house
    await house.add('chief', chief)
    await house.add('petrova', deputy)
    const begin = async () => {
      const entered = await logIn('petrova')
      if (entered.kind !== 'in') throw new Error(entered.kind)
      return entered.session
    }
    const who = async (session: string) => (await people.viewer(session))?.account ?? null
    const idle = await begin()
    expect(await people.viewer(idle)).toEqual({
      account: 'petrova',
      name: 'Некто petrova',
      grants: [deputy],
      mustChoosePassword: false,
      mustSetUpCode: false,
    })
    for (const other of ['', 'x', `${idle}x`, idle.toUpperCase()]) expect(await who(other)).toBeNull()
    clock.set(clock.now() + 59 * minute)
    expect(await who(idle)).toBe('petrova')
    clock.set(clock.now() + 59 * minute)
    expect(await who(idle)).toBe('petrova')
    clock.set(clock.now() + 60 * minute)
    expect(await who(idle)).toBeNull()
    const whole = await begin()
    for (let hour = 0; hour < 13; hour++) {
      expect([hour, await who(whole)]).toEqual([hour, hour < 12 ? 'petrova' : null])
      clock.set(clock.now() + 30 * minute)
      await who(whole)
      clock.set(clock.now() + 30 * minute)
    }
    const [one, two] = [await begin(), await begin()]
    await people.sessions.end(one)
    expect([await who(one), await who(two)]).toEqual([null, 'petrova'])
    expect(
      await people.changePassword({ login: 'petrova', password: 'нет', address }, 'совсем другой пароль'),
    ).toEqual({
      kind: 'wrong',
    })
    expect(await who(two)).toBe('petrova')
    await people.changePassword(
      { login: 'petrova', password: passwordOf('petrova'), address },
      'совсем другой пароль',
    )
    expect(await who(two)).toBeNull()
    expect(await logIn('petrova')).toEqual({ kind: 'wrong' })
    expect((await logIn('petrova', 'совсем другой пароль')).kind).toBe('in')
  })

  test('a locked account is out at once, and a lost role counts at once', async () => {
    const { people, clock } = house
    await house.add('chief', chief)
    await house.add('petrova', deputy)
    const entered = await logIn('petrova')
    const session = entered.kind === 'in' ? entered.session : ''
    await people.accounts.revoke('petrova', deputy)
    expect((await people.viewer(session))?.grants).toEqual([])
    await people.accounts.lock('petrova', clock.now())
    expect(await people.viewer(session)).toBeNull()
    expect(await logIn('petrova')).toEqual({ kind: 'locked' })
    // Who doesn't know the password doesn't learn that it is locked.
    expect(await logIn('petrova', 'угадываю')).toEqual({ kind: 'wrong' })
    await people.accounts.unlock('petrova')
    expect((await logIn('petrova')).kind).toBe('in')
  })

  test('a password that somebody else made is good for choosing another one', async () => {
    const { people } = house
    await house.add('chief', chief)
    const options = { login: 'new', name: 'Новая', subject: null, grants: [deputy], by: 'тест' } as const
    const made = await people.add({ ...options, password: 'made' })
    const entered = await logIn('new', made ?? '')
    const session = entered.kind === 'in' ? entered.session : ''
    expect(await people.viewer(session)).toMatchObject({ mustChoosePassword: true })
    await people.choosePassword('new', 'свой длинный пароль')
    const again = await logIn('new', 'свой длинный пароль')
    expect(await people.viewer(again.kind === 'in' ? again.session : '')).toMatchObject({
      mustChoosePassword: false,
    })
    const nowhere = { ...options, login: 'n2', password: 'none' } as const
    await expect(people.add(nowhere)).rejects.toMatchObject({ code: 'USAGE' })
  })

  test('neither ids of sessions nor passwords nor secrets lie in the database', async () => {
    const { people, database, clock } = house
    await house.add('chief', chief)
    const entered = await logIn('chief')
    const secret = await people.secondFactor.propose('chief')
    const codes = await people.secondFactor.confirm(
      'chief',
      totpAt(secret, Math.floor(clock.now() / 30_000)),
      clock.now(),
    )
    await logIn('мой пароль вместо имени', 'x')
    const texts: string[] = []
    for (const table of ['account', 'session', 'recovery_code', 'failure', 'access']) {
      const { rows } = await database.pool.query<{ row: string }>(
        `select t::text as row from people.${table} t`,
      )
      texts.push(...rows.map(({ row }) => row))
    }
    const all = texts.join('\n')
    expect(all).toContain('chief')
    const secrets = [
      entered.kind === 'in' ? entered.session : '',
      passwordOf('chief'),
      secret,
      ...(codes ?? []),
      'вместо имени',
    ]
    expect(secrets).toHaveLength(14)
    for (const word of secrets) {
      expect(word).not.toBe('')
      expect(all.includes(word) || all.includes(Buffer.from(word).toString('hex'))).toBe(false)
    }
  })
})

describe('guessing', () => {
  let house: House
  beforeEach(async () => {
    house = await openHouse()
    await house.add('chief', chief)
  })
  afterEach(() => house.close())
  const guess = (login: string, from = address, password = 'угадываю') =>
    house.people.logIn({ login, password, address: from })

  test('waits ever longer, the same for a name that nobody has, and over a restart', async () => {
    for (const login of ['chief', 'nobody']) {
      const waits: number[] = []
      for (let tries = 0; tries < 9; tries++) {
        let answer = await guess(login)
        while (answer.kind === 'wait') {
          waits.push(answer.ms)
          house.clock.set(house.clock.now() + answer.ms)
          answer = await house.again().logIn({ login, password: 'угадываю', address })
        }
        expect(answer).toEqual({ kind: 'wrong' })
      }
      expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000])
    }
    expect(delayAfter(4, 4)).toBe(1000)
    expect(delayAfter(1000, 4)).toBe(15 * minute)
  })

  test('the right password counts only when its turn has come, and then all is forgotten', async () => {
    for (let tries = 0; tries < 4; tries++) await guess('chief')
    expect(await guess('chief', address, passwordOf('chief'))).toEqual({ kind: 'wait', ms: 1000 })
    // The owner at another computer isn't held up by who guesses from afar.
    expect((await guess('chief', '10.0.0.8', passwordOf('chief'))).kind).toBe('in')
    house.clock.set(house.clock.now() + 1000)
    expect((await guess('chief', address, passwordOf('chief'))).kind).toBe('in')
    expect(await guess('chief')).toEqual({ kind: 'wrong' })
  })

  test('many at once get no further than one after the other', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => guess('chief')))
    expect(answers.filter(({ kind }) => kind === 'wrong')).toHaveLength(4)
  })

  test('many names from one address, or one name from many addresses, are held up as well', async () => {
    for (let index = 0; index < 30; index++) await guess(`name-${index}`)
    expect(await guess('chief', address, passwordOf('chief'))).toMatchObject({ kind: 'wait' })
    for (let index = 0; index < 20; index++) await guess('chief', `10.1.0.${index}`)
    expect(await guess('chief', '10.2.0.1', passwordOf('chief'))).toMatchObject({ kind: 'wait' })
    house.clock.set(house.clock.now() + 25 * 60 * minute)
    expect((await guess('chief', address, passwordOf('chief'))).kind).toBe('in')
  })

  test('a code of the telephone is good once, one of the paper too, and guesses at them are counted apart', async () => {
    const { people, clock } = house
    const codeNow = (secret: string) => totpAt(secret, Math.floor(clock.now() / 30_000))
    const secret = await people.secondFactor.propose('chief')
    expect(await people.secondFactor.confirm('chief', '000000', clock.now())).toBeNull()
    expect((await people.logIn({ login: 'chief', password: passwordOf('chief'), address })).kind).toBe('in')
    const codes = (await people.secondFactor.confirm('chief', codeNow(secret), clock.now())) ?? []
    const half = async () => {
      const answer = await people.logIn({ login: 'chief', password: passwordOf('chief'), address })
      if (answer.kind !== 'code') throw new Error(answer.kind)
      return answer.session
    }
    const session = await half()
    // Half a session is nobody yet.
    expect(await people.viewer(session)).toBeNull()
    expect(await people.halfWay(session)).toMatchObject({ login: 'chief' })
    // It was taken when the telephone was shown to have it.
    expect(await people.giveCode(session, codeNow(secret), address)).toEqual({ kind: 'wrong' })
    clock.set(clock.now() + 30_000)
    const entered = await people.giveCode(session, codeNow(secret), address)
    expect(entered.kind).toBe('in')
    expect(await people.halfWay(session)).toBeNull()
    const other = await half()
    expect(await people.giveCode(other, codeNow(secret), address)).toEqual({ kind: 'wrong' })
    expect((await people.giveCode(other, codes[3] ?? '', address)).kind).toBe('in')
    expect(await people.giveCode(await half(), codes[3] ?? '', address)).toEqual({ kind: 'wrong' })
    const guessed = await half()
    for (let tries = 0; tries < 3; tries++) await people.giveCode(guessed, '123456', address)
    await half()
    expect(await people.giveCode(guessed, '123456', address)).toMatchObject({ kind: 'wait' })
    clock.set(clock.now() + 6 * minute)
    expect(await people.halfWay(guessed)).toBeNull()
  })
})

test('the log of access is only ever added to, and what is young goes by no hand', async () => {
  const { people, database, close } = await openHouse()
  const nothing = {
    account: null,
    name: 'кто',
    address,
    school: null,
    classId: null,
    pupil: null,
    document: null,
  }
  const entry = { ...nothing, act: 'look', about: 'see-journal', path: '/' } as const
  const year = 366 * 86_400_000
  await people.log.enter({ ...entry, at: Date.now() - year })
  await people.log.enter({ ...entry, at: Date.now() })
  for (const command of [
    'update people.access set name = $$x$$',
    'truncate people.access',
    'delete from people.access',
  ])
    await expect(database.pool.query(command)).rejects.toMatchObject({ code: 'INTERNAL' })
  expect(await people.log.forgetBefore(Date.now() - year + 1000)).toBe(1)
  expect(await people.log.read({ from: 0, until: Date.now() + 1, schools: null, most: 10 })).toHaveLength(1)
  await close()
})
