import AWS
import ArgumentParser
import Inputs

/// How AWS is reached. What is not given comes from the environment and the shared files of AWS tools.
struct AWSCommandOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The profile of ~/.aws/config to use for AWS.", valueName: "name"))
  var profile: String?

  @Option(
    help: ArgumentHelp(
      "The AWS region; buckets of other regions are found by themselves.", valueName: "region"))
  var region: String?

  @Option(
    help: ArgumentHelp(
      "Where AWS services are reached, for servers that speak as AWS does.", valueName: "url"))
  var endpointURL: String?

  @Option(help: ArgumentHelp("A role to take on before AWS is asked.", valueName: "arn"))
  var roleARN: String?

  /// How AWS is reached.
  var options: AWSOptions {
    AWSOptions(region: region, profile: profile, endpoint: endpointURL, roleARN: roleARN)
  }

  /// Finds the files and objects that paths name.
  func find(_ paths: [String], ahead: Int) -> FileList {
    guard paths.contains(where: { $0.hasPrefix("s3://") }) else { return FileList(paths: paths) }
    let options = options
    return Blocking.run {
      await FileList.find(paths, ahead: ahead) { () async throws(AWSError) in
        try await AWSClient.make(options, defaultRegion: "us-east-1")
      }
    }
  }
}
