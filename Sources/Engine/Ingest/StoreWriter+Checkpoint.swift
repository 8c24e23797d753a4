import Inputs
import Storage

extension StoreWriter {
  /// Stores what an input remembers.
  ///
  /// - Throws: `StoreError`.
  func setCheckpoint(_ checkpoint: InputCheckpoint) throws {
    if let text = checkpoint.text {
      try setCheckpoint(checkpoint.name, to: text)
    } else {
      try removeCheckpoint(checkpoint.name)
    }
  }
}
