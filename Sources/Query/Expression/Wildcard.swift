/// A pattern with `*` for any text and `?` for one character.
public struct Wildcard: Sendable, Hashable {
  /// One piece of a pattern.
  public enum Piece: Sendable, Hashable {
    case literal([UInt8])
    /// Any text, also none.
    case any
    /// Exactly one character.
    case one
  }

  /// The pieces in order; no two literals and no two `any` follow each other.
  public let pieces: [Piece]

  /// A pattern of pieces.
  public init(_ pieces: [Piece]) {
    var merged: [Piece] = []
    for piece in pieces {
      switch (merged.last, piece) {
      case (_, .literal(let bytes)) where bytes.isEmpty: continue
      case (.any, .any): continue
      case (.literal(let head), .literal(let tail)): merged[merged.count - 1] = .literal(head + tail)
      default: merged.append(piece)
      }
    }
    self.pieces = merged
  }

  /// A pattern in Elasticsearch's wildcard syntax: `*`, `?`, and `\` in front of a character that stands for itself.
  public init(_ pattern: String) {
    var pieces: [Piece] = []
    var isEscaped = false
    for scalar in pattern.unicodeScalars {
      let literal = Piece.literal(Array(String(scalar).utf8))
      if isEscaped {
        pieces.append(literal)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        pieces.append(scalar == "*" ? .any : scalar == "?" ? .one : literal)
      }
    }
    if isEscaped { pieces.append(.literal([UInt8(ascii: "\\")])) }
    self.init(pieces)
  }

  /// Whether every text fits.
  public var isUniversal: Bool { pieces == [.any] }

  /// The pattern's text when it has neither `*` nor `?`; otherwise nil.
  public var literal: [UInt8]? {
    switch pieces.count {
    case 0: return []
    case 1:
      guard case .literal(let bytes) = pieces[0] else { return nil }
      return bytes
    default: return nil
    }
  }
}
