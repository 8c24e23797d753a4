import GRDB

/// The tables, as migrations that are only ever added to.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 events") { try $0.execute(sql: events) }
    migrator.registerMigration("1 alerts") { try $0.execute(sql: alerts) }
    migrator.registerMigration("1 rules") { try $0.execute(sql: rules) }
    migrator.registerMigration("1 deliveries") { try $0.execute(sql: deliveries) }
    migrator.registerMigration("1 audit") { try $0.execute(sql: audit) }
    migrator.registerMigration("1 responses") { try $0.execute(sql: responses) }
    migrator.registerMigration("2 alert touches") { try $0.execute(sql: alertTouches) }
    migrator.registerMigration("2 alert times") {
      try $0.execute(sql: "CREATE INDEX alerts_original_time ON alerts (original_time, seq)")
    }
    return migrator
  }
}
