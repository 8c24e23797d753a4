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
let cryptoExtras = Target.Dependency.product(name: "_CryptoExtras", package: "swift-crypto")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "nightjar",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "nightjar", targets: ["nightjar"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.3.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.1.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "3.12.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.3.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.20.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.25.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.6.0"),
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
    .systemLibrary(
      name: "CZstd", path: "Sources/System/CZstd", pkgConfig: "libzstd",
      providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .target(name: "CScan", path: "Sources/System/CScan"),
    .target(name: "CMemory", path: "Sources/System/CMemory"),

    // The rooms, lowest first: a target may import only those above it in this list.
    .target(name: "Events", dependencies: ["CScan", collections], swiftSettings: strict),
    .target(
      name: "AWS", dependencies: ["Events", httpClient, nioCore, nioHTTP1, crypto, collections],
      swiftSettings: strict),
    .target(
      name: "CloudTrail",
      dependencies: ["Events", "CMaxMindDB", "CDeflate", "CZlib", crypto, cryptoExtras, asn1, collections],
      swiftSettings: strict),
    .target(name: "Query", dependencies: ["CScan", "Events", collections], swiftSettings: strict),
    .target(
      name: "Rules", dependencies: ["Query", "Events", "TOMLKit", collections],
      swiftSettings: strict, plugins: ["EmbedRules"]),
    .target(
      name: "Storage",
      dependencies: [
        "Rules", "Query", "CloudTrail", "Events", "CZstd", grdb, sqlite, crypto, logging, collections,
      ],
      swiftSettings: strict),
    .target(
      name: "Notifications",
      dependencies: [
        "AWS", "Storage", "Rules", "Query", "Events", httpClient, nioCore, nioHTTP1, nioPosix, nioSSL, crypto,
        logging, mustache, collections,
      ], swiftSettings: strict),
    .target(
      name: "Detection",
      dependencies: ["CScan", "Rules", "Query", "CloudTrail", "Events", collections, crypto],
      swiftSettings: strict),
    .target(
      name: "Inputs",
      dependencies: ["AWS", "CloudTrail", "Events", "CDeflate", "CZlib", logging, collections],
      swiftSettings: strict),
    .target(
      name: "Evidence",
      dependencies: [
        "AWS", "Storage", "Inputs", "Detection", "Rules", "Query", "CloudTrail", "Events", collections,
      ],
      swiftSettings: strict),
    .target(
      name: "Response",
      dependencies: ["AWS", "Storage", "Evidence", "Rules", "Query", "Events", crypto, logging, collections],
      swiftSettings: strict),
    .target(
      name: "Engine",
      dependencies: [
        "CMemory", "Response", "Notifications", "Inputs", "Detection", "Storage", "AWS", "Rules", "Query",
        "CloudTrail", "Events", httpClient, nioCore, nioHTTP1, logging, metrics, lifecycle, crypto,
        collections,
      ], swiftSettings: strict),
    .target(
      name: "NightjarServer",
      dependencies: [
        "Engine", "Response", "Evidence", "Notifications", "Inputs", "Detection", "Storage", "AWS", "Rules",
        "Query", "CloudTrail", "Events", "Console", hummingbird, hummingbirdCore, hummingbirdTLS, mustache,
        httpTypes, nioCore, nioHTTPTypes, nioSSL, crypto, cryptoExtras, logging, metrics, lifecycle,
        collections,
      ], exclude: ["Resources"], swiftSettings: strict, plugins: ["EmbedResources"]),
    .target(
      name: "RuleTesting", dependencies: ["Inputs", "Detection", "Rules", "CloudTrail", "Events"],
      swiftSettings: strict),
    .target(
      name: "Console", dependencies: ["Detection", "Rules", "Events", collections], swiftSettings: strict),
    .executableTarget(
      name: "nightjar",
      dependencies: [
        "CMemory", "NightjarServer", "Engine", "Response", "Evidence", "Notifications", "Storage", "AWS",
        "Console", "RuleTesting", "Inputs", "Detection", "Rules", "Query", "CloudTrail", "Events", arguments,
        collections, httpClient, nioCore, nioHTTP1,
        logging, lifecycle, unixSignals,
      ],
      swiftSettings: strict),

    // Measures the store; also the program that tests kill while it writes.
    .executableTarget(
      name: "storage-bench",
      dependencies: ["Inputs", "Storage", "Query", "CloudTrail", "Events", "CDeflate", grdb, collections],
      path: "Benchmarks/storage-bench", swiftSettings: strict),

    // The rules under `rules/` become part of the binary.
    .executableTarget(name: "embed-rules", path: "Plugins/embed-rules", swiftSettings: strict),
    .plugin(name: "EmbedRules", capability: .buildTool(), dependencies: ["embed-rules"]),

    // The files under `Sources/NightjarServer/Resources` become part of the binary.
    .executableTarget(name: "embed-resources", path: "Plugins/embed-resources", swiftSettings: strict),
    .plugin(name: "EmbedResources", capability: .buildTool(), dependencies: ["embed-resources"]),

    .target(
      name: "TestSupport",
      dependencies: [
        "AWS", "Events", "CZlib", nioCore, nioHTTP1, nioPosix, crypto, cryptoExtras, collections,
      ],
      path: "Tests/TestSupport",
      swiftSettings: strict),
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
      name: "AWSTests",
      dependencies: ["TestSupport", "AWS", "Events", collections], exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "StorageTests",
      dependencies: [
        "TestSupport", "Storage", "storage-bench", "Rules", "Query", "CloudTrail", "Events", grdb, crypto,
        collections,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "NotificationsTests",
      dependencies: [
        "TestSupport", "Notifications", "Storage", "AWS", "Rules", "Events", nioCore, nioPosix, nioSSL,
        crypto,
        collections,
      ], swiftSettings: strict),
    .testTarget(
      name: "EvidenceTests",
      dependencies: [
        "TestSupport", "Evidence", "Storage", "Inputs", "Detection", "Rules", "Query", "CloudTrail", "Events",
        "AWS",
        collections,
      ], swiftSettings: strict),
    .testTarget(
      name: "ResponseTests",
      dependencies: [
        "TestSupport", "Engine", "Response", "Evidence", "Storage", "AWS", "Rules", "Events", collections,
        logging,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "EngineTests",
      dependencies: [
        "TestSupport", "Engine", "Notifications", "Inputs", "Detection", "Storage", "AWS", "Rules", "Query",
        "CloudTrail", "Events", collections, logging,
      ], swiftSettings: strict),
    .testTarget(
      name: "NightjarServerTests",
      dependencies: [
        "TestSupport", "NightjarServer", "Engine", "Response", "Evidence", "Storage", "Detection", "AWS",
        "Rules", "Events", hummingbird,
        hummingbirdTesting, collections, logging,
      ], swiftSettings: strict),
    .testTarget(
      name: "InputsTests",
      dependencies: ["TestSupport", "Inputs", "AWS", "CloudTrail", "Events", "CZlib", collections],
      swiftSettings: strict),
    .testTarget(
      name: "ConsoleTests", dependencies: ["TestSupport", "Console", "Rules", "Events", collections],
      swiftSettings: strict),
    .testTarget(
      name: "NightjarTests",
      dependencies: [
        "TestSupport", "nightjar", "Storage", "Events", httpClient, nioCore, nioHTTP1, nioSSL, collections,
      ],
      swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)
