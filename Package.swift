// swift-tools-version: 6.1
import PackageDescription

/// Settings of every Swift target: Swift 6 mode comes with the tools version.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let collections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "nightjar",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "nightjar", targets: ["nightjar"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.1.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "3.12.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    // System libraries: `scripts/bootstrap.sh` installs them.
    .systemLibrary(
      name: "CDeflate", path: "Sources/System/CDeflate", pkgConfig: "libdeflate",
      providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]),
    .systemLibrary(
      name: "CZlib", path: "Sources/System/CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CMaxMindDB", path: "Sources/System/CMaxMindDB", pkgConfig: "libmaxminddb",
      providers: [.apt(["libmaxminddb-dev"]), .brew(["libmaxminddb"])]),
    .target(name: "CScan", path: "Sources/System/CScan"),

    // The rooms, lowest first: a target may import only those above it in this list.
    .target(name: "Events", dependencies: ["CScan", collections], swiftSettings: strict),
    .target(
      name: "CloudTrail", dependencies: ["Events", "CMaxMindDB", collections], swiftSettings: strict),
    .target(name: "Query", dependencies: ["CScan", "Events", collections], swiftSettings: strict),
    .target(
      name: "Rules", dependencies: ["Query", "Events", "TOMLKit", collections],
      swiftSettings: strict, plugins: ["EmbedRules"]),
    .target(
      name: "Detection", dependencies: ["Rules", "Query", "CloudTrail", "Events", collections, crypto],
      swiftSettings: strict),
    .target(
      name: "Inputs", dependencies: ["CloudTrail", "Events", "CDeflate", "CZlib", collections],
      swiftSettings: strict),
    .target(
      name: "RuleTesting", dependencies: ["Inputs", "Detection", "Rules", "CloudTrail", "Events"],
      swiftSettings: strict),
    .target(
      name: "Console", dependencies: ["Detection", "Rules", "Events", collections], swiftSettings: strict),
    .executableTarget(
      name: "nightjar",
      dependencies: [
        "Console", "RuleTesting", "Inputs", "Detection", "Rules", "Query", "CloudTrail", "Events", arguments,
        collections,
      ],
      swiftSettings: strict),

    // The rules under `rules/` become part of the binary.
    .executableTarget(name: "embed-rules", path: "Plugins/embed-rules", swiftSettings: strict),
    .plugin(name: "EmbedRules", capability: .buildTool(), dependencies: ["embed-rules"]),

    .target(name: "TestSupport", dependencies: ["Events"], path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "EventsTests", dependencies: ["TestSupport", "Events", collections], swiftSettings: strict),
    .testTarget(
      name: "CloudTrailTests", dependencies: ["TestSupport", "CloudTrail", "Events", collections],
      swiftSettings: strict),
    .testTarget(
      name: "QueryTests", dependencies: ["TestSupport", "Query", "Events", collections], swiftSettings: strict
    ),
    .testTarget(
      name: "RulesTests", dependencies: ["TestSupport", "Rules", "Query", "Events", collections],
      swiftSettings: strict),
    .testTarget(
      name: "DetectionTests",
      dependencies: [
        "TestSupport", "RuleTesting", "Inputs", "Detection", "Rules", "Query", "CloudTrail", "Events",
        collections,
      ], swiftSettings: strict),
    .testTarget(
      name: "InputsTests",
      dependencies: ["TestSupport", "Inputs", "CloudTrail", "Events", "CZlib", collections],
      swiftSettings: strict),
    .testTarget(
      name: "ConsoleTests", dependencies: ["TestSupport", "Console", "Rules", "Events", collections],
      swiftSettings: strict),
    .testTarget(
      name: "NightjarTests", dependencies: ["TestSupport", "nightjar", "Events"], swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)
