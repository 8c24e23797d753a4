import Events
import Storage
import TestSupport
import Testing

struct AccessTests {
  @Test func usersSessionsAndKeys() throws {
    let test = try TestStore()
    let now = test.clock.now
    let later = time("2026-10-14T13:00:00Z")
    let user = StoredUser(name: "alice", password: "hash", roles: ["admin"], created: now)
    let key = StoredAPIKey(
      id: "k", name: "ci", hash: "kh", roles: ["reader"], owner: "alice", created: now, expires: later)
    try test.store.write { writer in
      try writer.setUser(user)
      try writer.setSession(
        StoredSession(hash: "s", user: "alice", created: now, expires: later, lastUsed: now))
      try writer.setAPIKey(key)
    }
    try test.store.read { (reader) throws in
      #expect(try reader.users() == [user])
      #expect(try reader.session(hash: "s", at: now)?.user == "alice")
      #expect(try reader.session(hash: "s", at: later) == nil)
      #expect(try reader.apiKey(hash: "kh", at: now) == key)
      #expect(try reader.apiKey(hash: "kh", at: later) == nil)
      #expect(try reader.apiKey(id: "k") == key)
    }
    #expect(!"\(user) \(key)".contains("hash") && !"\(key)".contains("kh"))
    test.clock.advance(seconds: 7200)
    #expect(try test.store.write { try $0.removeEndedSessions() } == 1)
    try test.store.write { writer in
      try writer.setSession(
        StoredSession(hash: "t", user: "alice", created: now, expires: later, lastUsed: now))
      #expect(try writer.removeUser("alice"))
      #expect(try writer.session(hash: "t", at: now) == nil)
      #expect(try writer.removeAPIKey("k"))
    }
  }

  @Test func settingsAndQuarantine() throws {
    let test = try TestStore()
    try test.store.write { writer in
      try writer.setSetting("a", to: ["x": 1])
      try writer.setSetting("b", to: true)
      try writer.setSetting("b", to: nil)
      for number in 0..<3 {
        try writer.addQuarantine(
          source: "file \(number)", reason: "no JSON", offset: number,
          sample: Array(repeating: 1, count: 5000))
      }
    }
    try test.store.read { reader in
      #expect(try reader.settings() == ["a": ["x": 1]])
      #expect(try reader.setting("b") == nil)
      let found = try reader.quarantine(limit: 2)
      #expect(found.map(\.source) == ["file 2", "file 1"])
      #expect(found.first?.sample.count == Quarantined.sampleLength)
      #expect(try reader.quarantineCount() == 3)
    }
    #expect(try test.store.write { try $0.removeQuarantine() } == 3)
  }
}
