/** Marks and hatchings for the map, drawn when one is first needed, by name: `mark|kind|colour|paper|hollow`, `hatch|state|a|b`. */

import type { Map as MapLibre } from 'maplibre-gl'

const SIZE = 64
export const MARK_RADIUS = 14 // of a mark at icon-size 1, in pixels of the screen

function canvas(size: number): CanvasRenderingContext2D {
  const made = document.createElement('canvas')
  made.width = size
  made.height = size
  return made.getContext('2d', { willReadFrequently: true })!
}

/** Each kind has a shape of its own, so that colour is never the only difference. */
function outline(pen: CanvasRenderingContext2D, kind: string, r: number): void {
  const c = SIZE / 2
  const corners = (count: number, turn: number, reach: number): void => {
    for (let n = 0; n < count; n += 1) {
      const angle = turn + (2 * Math.PI * n) / count
      pen.lineTo(c + reach * Math.cos(angle), c + reach * Math.sin(angle))
    }
    pen.closePath()
  }
  pen.beginPath()
  if (kind === 'control') corners(4, Math.PI / 4, r * 1.2)
  else if (kind === 'diplomacy') corners(4, 0, r * 1.15)
  else if (kind === 'humanitarian') corners(3, -Math.PI / 2, r * 1.25)
  else if (kind === 'attack') corners(6, 0, r * 1.08)
  else pen.arc(c, c, r, 0, 2 * Math.PI)
}

function mark(kind: string, colour: string, paper: string, hollow: boolean): ImageData {
  const pen = canvas(SIZE)
  const r = MARK_RADIUS * 2
  outline(pen, kind, r - 3)
  pen.lineJoin = 'round'
  pen.fillStyle = hollow ? paper : colour
  pen.globalAlpha = hollow ? 0.85 : 0.88
  pen.fill()
  pen.globalAlpha = 1
  pen.lineWidth = hollow ? 7 : 3
  pen.strokeStyle = hollow ? colour : paper
  pen.stroke()
  return pen.getImageData(0, 0, SIZE, SIZE)
}

function hatch(state: string, a: string, b: string): ImageData {
  const size = 24
  const pen = canvas(size)
  pen.fillStyle = a
  pen.fillRect(0, 0, size, size)
  pen.strokeStyle = b
  pen.fillStyle = b
  if (state === 'contested') {
    pen.lineWidth = 8
    for (let at = -size; at <= 2 * size; at += size) {
      pen.beginPath()
      pen.moveTo(at - 4, size + 4)
      pen.lineTo(at + size + 4, -4)
      pen.stroke()
    }
  } else if (state === 'mixed') {
    pen.fillRect(0, 0, size / 2, size / 2)
    pen.fillRect(size / 2, size / 2, size / 2, size / 2)
  } else {
    pen.beginPath()
    pen.arc(size / 2, size / 2, 3, 0, 2 * Math.PI)
    pen.fill()
  }
  return pen.getImageData(0, 0, size, size)
}

/** Draw an image, unless the map has it. */
export function drawImage(map: MapLibre, name: string): void {
  if (map.hasImage(name)) return
  const [what, ...rest] = name.split('|') as [string, ...string[]]
  if (what === 'mark') map.addImage(name, mark(rest[0]!, rest[1]!, rest[2]!, rest[3] === 'hollow'), { pixelRatio: 2 })
  if (what === 'hatch') map.addImage(name, hatch(rest[0]!, rest[1]!, rest[2]!), { pixelRatio: 2 })
}
