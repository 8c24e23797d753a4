import Events
import Testing

@Suite struct ByteNumbersTests {
  private func number(_ text: String, _ numbers: inout ByteNumbers) -> Int {
    Array(text.utf8).withUnsafeBufferPointer { numbers.number(of: $0) }
  }

  @Test func stringsAreNumberedInTheOrderInWhichTheyCome() {
    var numbers = ByteNumbers()
    for round in 0..<2 {
      for text in 0..<1000 {
        #expect(number("text \(text)", &numbers) == text, "round \(round)")
      }
    }
    #expect(numbers.count == 1000)
  }

  @Test func lengthsAndEndsCount() {
    var numbers = ByteNumbers()
    let texts = ["", "a", "aa", "a\0", "12345678", "123456789", "1234567", "é"]
    for (place, text) in texts.enumerated() { #expect(number(text, &numbers) == place) }
    for (place, text) in texts.enumerated() { #expect(number(text, &numbers) == place) }
  }
}
