import ArgumentParser
import Engine
import Events
import Notifications

struct ConfigShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print every setting with its value and where that comes from.",
    discussion: """
      The command line beats the environment (NIGHTJAR_…), which beats the configuration file, which beats the defaults.
      """)

  @OptionGroup(title: "Configuration") var options: EngineOptions

  @Flag(help: "Say what each setting means and which variable sets it.")
  var explain = false

  func run() throws {
    let configuration = try options.configuration()
    for setting in Setting.all {
      let value = configuration.value(setting.name)
      let text = value.map { JSONWriter.text($0.value) } ?? "(none)"
      Output.line("\(setting.name) = \(text)   # \(Self.words(value?.origin))")
      guard explain else { continue }
      Output.line("    \(setting.meaning)")
      Output.line("    a \(setting.kind.words); \(setting.variable)")
    }
    let lists = [
      ("input.folder", configuration.folders.count), ("input.s3", configuration.buckets.count),
      ("input.sqs", configuration.queues.count), ("sink", configuration.notifications?.sinks.count ?? 0),
    ]
    for (name, count) in lists where count > 0 { Output.line("[[\(name)]]: \(count)   # file") }
  }

  private static func words(_ origin: EngineConfiguration.Origin?) -> String {
    switch origin {
    case .standard, nil: "default"
    case .file: "file"
    case .environment: "environment"
    case .commandLine: "command line"
    }
  }
}
