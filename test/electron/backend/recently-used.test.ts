import { describe, expect, it } from 'vitest'
import { RecentlyUsed } from '#backend/recently-used.ts'

describe('RecentlyUsed', () => {
  it('keeps what was asked for last, and forgets what lies longest', async () => {
    const kept = new RecentlyUsed<string>(2)
    const made: string[] = []
    const ask = (key: string): Promise<string> =>
      kept.get(key, () => {
        made.push(key)
        return Promise.resolve(key.toUpperCase())
      })
    expect(await ask('a')).toBe('A')
    await ask('b')
    await ask('a')
    await ask('c')
    await ask('a')
    expect(made).toEqual(['a', 'b', 'c'])
    await ask('b')
    expect(made).toEqual(['a', 'b', 'c', 'b'])
  })

  it('keeps no failure', async () => {
    const kept = new RecentlyUsed<string>(2)
    await expect(kept.get('a', () => Promise.reject(new Error('no images')))).rejects.toThrow('no images')
    expect(await kept.get('a', () => Promise.resolve('images'))).toBe('images')
  })
})
