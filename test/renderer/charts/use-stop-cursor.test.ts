import { describe, expect, it } from 'vitest'
import { ref } from 'vue'
import { useStopCursor } from '../../../renderer/charts/use-stop-cursor.ts'

const press = (key: string): KeyboardEvent =>
  Object.assign(new Event('keydown', { cancelable: true }), {
    ...{ key, code: key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  }) as KeyboardEvent

describe('the cursor over the stops of a chart', () => {
  it('stays at the last stop, where keys brought it, while a training adds more', () => {
    const stops = ref([0, 1, 2])
    const cursor = useStopCursor(() => stops.value)
    cursor.onKeyDown(press('End'))
    expect(cursor.stop.value).toBe(2)
    stops.value = [0, 1, 2, 3, 4]
    expect(cursor.stop.value).toBe(4)
    // From there a key leads one back, and there it rests.
    cursor.onKeyDown(press('ArrowLeft'))
    expect(cursor.stop.value).toBe(3)
    stops.value = [0, 1, 2, 3, 4, 5]
    expect(cursor.stop.value).toBe(3)
  })

  it('stays where it is elsewhere, and at the end of a list that got shorter', () => {
    const stops = ref([0, 1, 2, 3])
    const cursor = useStopCursor(() => stops.value)
    cursor.moveTo(1)
    stops.value = [0, 1, 2, 3, 4]
    expect(cursor.stop.value).toBe(1)
    cursor.moveTo(4)
    stops.value = [0, 1]
    expect(cursor.stop.value).toBe(1)
    stops.value = []
    expect(cursor.stop.value).toBeNull()
  })
})
