extension RunOutcome {
  /// Adds alerts that exceptions explain: they are kept, and count towards no cap.
  public mutating func addExpected(_ alerts: [Alert]) {
    signals += alerts.map(Signal.init)
  }
}
