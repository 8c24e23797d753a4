extension Schema {
  /// What is known of all events. The tables of days are made when a day's first event arrives.
  static let events = """
    CREATE TABLE arrivals (
      id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, ingested INTEGER NOT NULL
    ) STRICT;
    INSERT INTO arrivals (id, seq, ingested) VALUES (1, 0, 0);
    CREATE TABLE partitions (
      id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, day INTEGER UNIQUE, rows INTEGER NOT NULL,
      min_seq INTEGER, max_seq INTEGER, min_time INTEGER, max_time INTEGER, min_ingested INTEGER,
      max_ingested INTEGER, bytes INTEGER NOT NULL
    ) STRICT;
    """

  /// The tables of one day: its events, and the texts that columns stand for.
  static func day(events: String, terms: String) -> String {
    let fields = EventField.allCases.map { "\($0.column) INTEGER NOT NULL" }.joined(separator: ", ")
    let indexes = EventField.allCases.filter(\.hasIndex).map {
      "CREATE INDEX \(events)_\($0.column) ON \(events) (\($0.column));"
    }
    return """
      CREATE TABLE \(events) (
        seq INTEGER PRIMARY KEY, time INTEGER, ingested INTEGER NOT NULL, identity BLOB NOT NULL,
        index_name INTEGER NOT NULL, kind INTEGER NOT NULL, \(fields), raw BLOB NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX \(events)_identity ON \(events) (identity);
      CREATE INDEX \(events)_time ON \(events) (time);
      \(indexes.joined(separator: "\n"))
      CREATE TABLE \(terms) (
        id INTEGER PRIMARY KEY, field INTEGER NOT NULL, text BLOB NOT NULL, UNIQUE (field, text)
      ) STRICT;
      INSERT INTO \(terms) (id, field, text) VALUES (\(EventColumns.Mark.firstTerm - 1), -2, x'');
      """
  }
}
