import CZstd
import Foundation

/// Compresses and restores the texts of events with zstd (RFC 8878) and a dictionary.
///
/// A frame holds the length of the event's identifier (as a base-128 number, low bits first), the identifier and the
/// text: an identifier is nearly always made of parts of the text, so it costs a few bytes only. One object serves one
/// thread.
final class EventCodec {
  /// Texts that are longer than this when restored are taken for damage.
  static let maximumLength = 256 * 1024 * 1024
  private let compressor: OpaquePointer
  private let restorer: OpaquePointer
  private let dictionaries: CompiledDictionaries
  private var plain = Memory()
  private var packed = Memory()

  /// Memory that grows and is used again.
  private struct Memory {
    var bytes = UnsafeMutableRawBufferPointer(start: nil, count: 0)

    mutating func reserve(_ count: Int) {
      guard bytes.count < count else { return }
      bytes.deallocate()
      bytes = .allocate(byteCount: max(count, 64 * 1024), alignment: 16)
    }
  }

  /// A codec.
  ///
  /// - Throws: `StoreError` when the library refuses to work.
  init() throws {
    guard let compressor = ZSTD_createCCtx(), let restorer = ZSTD_createDCtx(),
      let dictionaries = CompiledDictionaries.shared
    else { throw StoreError(.other, "zstd has no memory, or does not take the dictionary") }
    self.compressor = compressor
    self.restorer = restorer
    self.dictionaries = dictionaries
  }

  deinit {
    ZSTD_freeCCtx(compressor)
    ZSTD_freeDCtx(restorer)
    plain.bytes.deallocate()
    packed.bytes.deallocate()
  }

  /// The frame of an event. It is valid until the next call.
  ///
  /// - Throws: `StoreError` when the library fails.
  func pack(id: String, _ text: UnsafeBufferPointer<UInt8>) throws -> UnsafeRawBufferPointer {
    var id = id
    let length = id.withUTF8 { id in
      plain.reserve(id.count + text.count + 10)
      var used = 0
      var rest = UInt64(id.count)
      while rest >= 0x80 {
        plain.bytes[used] = UInt8(truncatingIfNeeded: rest) | 0x80
        rest >>= 7
        used += 1
      }
      plain.bytes[used] = UInt8(rest)
      used += 1
      let target = UnsafeMutableRawBufferPointer(rebasing: plain.bytes[used...])
      target.copyBytes(from: id)
      UnsafeMutableRawBufferPointer(rebasing: target[id.count...]).copyBytes(from: text)
      return used + id.count + text.count
    }
    packed.reserve(ZSTD_compressBound(length))
    let size = ZSTD_compress_usingCDict(
      compressor, packed.bytes.baseAddress, packed.bytes.count, plain.bytes.baseAddress, length,
      dictionaries.current)
    guard ZSTD_isError(size) == 0 else { throw StoreError(.other, "zstd failed to compress an event") }
    return UnsafeRawBufferPointer(rebasing: packed.bytes[..<size])
  }

  /// Restores an event: its identifier and its text, which are valid until the next call.
  ///
  /// - Throws: `StoreError` when the frame is damaged.
  func unpack(_ frame: UnsafeRawBufferPointer) throws -> (
    id: UnsafeBufferPointer<UInt8>, text: UnsafeBufferPointer<UInt8>
  ) {
    let length = ZSTD_getFrameContentSize(frame.baseAddress, frame.count)
    guard length <= UInt64(Self.maximumLength) else { throw Self.damage }
    guard let dictionary = dictionaries.all[ZSTD_getDictID_fromFrame(frame.baseAddress, frame.count)] else {
      throw Self.damage
    }
    plain.reserve(Int(length))
    let size = ZSTD_decompress_usingDDict(
      restorer, plain.bytes.baseAddress, plain.bytes.count, frame.baseAddress, frame.count, dictionary)
    guard ZSTD_isError(size) == 0, size == Int(length) else { throw Self.damage }
    return try split(UnsafeRawBufferPointer(rebasing: plain.bytes[..<size]))
  }

  private func split(_ bytes: UnsafeRawBufferPointer) throws -> (
    id: UnsafeBufferPointer<UInt8>, text: UnsafeBufferPointer<UInt8>
  ) {
    var length = 0
    var used = 0
    var isEnd = false
    while !isEnd {
      guard used < bytes.count, used < 5 else { throw Self.damage }
      length |= Int(bytes[used] & 0x7F) << (7 * used)
      isEnd = bytes[used] & 0x80 == 0
      used += 1
    }
    guard used + length <= bytes.count else { throw Self.damage }
    let all = bytes.bindMemory(to: UInt8.self)
    return (
      UnsafeBufferPointer(rebasing: all[used..<used + length]),
      UnsafeBufferPointer(rebasing: all[(used + length)...])
    )
  }

  private static let damage = StoreError(.corrupt, "a stored event cannot be decompressed")
}
