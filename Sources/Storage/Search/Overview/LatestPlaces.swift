/// Keeps the latest of the places that it is given.
struct LatestPlaces {
  let limit: Int
  private var places: [EventDigest.Place] = []
  private var bound: EventDigest.Place?

  init(limit: Int) { self.limit = limit }

  mutating func add(_ place: EventDigest.Place) {
    if let bound, place < bound { return }
    places.append(place)
    if places.count >= 2 * limit + 64 { shrink() }
  }

  private mutating func shrink() {
    places.sort()
    places.removeFirst(max(0, places.count - limit))
    if places.count == limit { bound = places.first }
  }

  /// The places, the latest last.
  mutating func finish() -> [EventDigest.Place] {
    shrink()
    return places
  }
}
