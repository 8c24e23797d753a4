/// Random changes of texts, for tests that show that no text makes a reader crash or hang.
public struct Mutation {
  private var random: SplitMix
  /// Pieces that are put in: what is special to the readers under test.
  private let pieces: [String]

  /// A source of mutations; the same seed gives the same ones.
  public init(seed: UInt64, pieces: [String]) {
    random = SplitMix(state: seed)
    self.pieces = pieces
  }

  /// A changed copy of a text: a few characters or pieces taken out, put in, doubled or exchanged.
  public mutating func mutate(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    for _ in 0..<Int.random(in: 1...6, using: &random) { change(&scalars) }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private mutating func change(_ scalars: inout [Unicode.Scalar]) {
    let place = Int.random(in: 0...scalars.count, using: &random)
    let end = min(scalars.count, place + Int.random(in: 1...12, using: &random))
    switch Int.random(in: 0..<5, using: &random) {
    case 0: scalars.removeSubrange(place..<end)
    case 1: scalars.insert(contentsOf: scalars[place..<end], at: place)
    case 2:
      let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
      scalars.insert(contentsOf: Array(piece.unicodeScalars), at: place)
    case 3: scalars.removeSubrange(place...)
    default:
      let values: [UInt32] = [
        0, 0x22, 0x27, 0x28, 0x29, 0x5B, 0x5C, 0x5D, 0x7B, 0x7C, 0x7D, 0xE9, 0x2028, 0x1F600,
      ]
      let value = values[Int.random(in: 0..<values.count, using: &random)]
      if let scalar = Unicode.Scalar(value) { scalars.insert(scalar, at: place) }
    }
  }
}
