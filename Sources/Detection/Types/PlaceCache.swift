/// Things that are made once for a place in a list, and forgotten from the front.
struct PlaceCache<Element> {
  private var elements: [Element?] = []
  private var first = 0

  /// The thing for a place, which is made unless it was made before.
  mutating func element(_ place: Int, _ make: () -> Element) -> Element {
    while elements.count <= place { elements.append(nil) }
    if let known = elements[place] { return known }
    let made = make()
    elements[place] = made
    return made
  }

  /// Forgets what belongs to places before another.
  mutating func forget(before place: Int) {
    let end = min(place, elements.count)
    guard first < end else { return }
    for old in first..<end { elements[old] = nil }
    first = end
  }
}
