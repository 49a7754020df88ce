/**
 * Cells around places: the part of the plane that is nearer to a place than to any other known one, and no farther than a
 * cap. They show which place is meant and are no front line. Distances in metres; coordinates are [longitude, latitude].
 */

export type Point = readonly [number, number]

const METRES = 111_320
const CORNERS = 40

interface Plane {
  to(point: Point): Point
  from(point: Point): [number, number]
}

/** A plane around a point, in metres; good for some tens of kilometres. */
function plane([lon, lat]: Point): Plane {
  const across = METRES * Math.cos((lat * Math.PI) / 180)
  return {
    to: ([x, y]) => [(x - lon) * across, (y - lat) * METRES],
    from: ([x, y]) => [lon + x / across, lat + y / METRES],
  }
}

/** A circle of a radius in metres as a ring of corners, closed. */
export function disc(centre: Point, radius: number, corners = 64): [number, number][] {
  const flat = plane(centre)
  return Array.from({ length: corners + 1 }, (_, n) => {
    const turn = (2 * Math.PI * (n % corners)) / corners
    return flat.from([radius * Math.cos(turn), radius * Math.sin(turn)])
  })
}

/** Keep what lies nearer to the origin than to `other`: one side of the line half way. */
function nearer(ring: Point[], [x, y]: Point): Point[] {
  const half = (x * x + y * y) / 2
  const over = ([a, b]: Point): number => a * x + b * y - half
  return ring.flatMap((point, n) => {
    const next = ring[(n + 1) % ring.length]!
    const here = over(point)
    const there = over(next)
    const kept: Point[] = here <= 0 ? [point] : []
    if (here < 0 !== there < 0 && here !== there) {
      const share = here / (here - there)
      kept.push([point[0] + share * (next[0] - point[0]), point[1] + share * (next[1] - point[1])])
    }
    return kept
  })
}

/** Return the cell of `centre` among `others`, no farther than `cap` metres, as a closed ring. */
export function cell(centre: Point, others: Iterable<Point>, cap: number): [number, number][] {
  const flat = plane(centre)
  let ring: Point[] = disc(centre, cap, CORNERS).slice(0, -1).map(flat.to)
  for (const other of others) {
    const [x, y] = flat.to(other)
    const distance = Math.hypot(x, y)
    if (distance > 1 && distance < 2 * cap) ring = nearer(ring, [x, y])
  }
  const corners = ring.map(flat.from)
  return corners.length ? [...corners, corners[0]!] : []
}
