import Events
import Evidence
import TestSupport
import Testing

/// The state machine of visibility controls.
@Suite struct BlindWindowTests {
  private func windows(_ build: (inout Log) -> Void, now: String = "2026-10-14T23:00:00Z") throws
    -> [BlindWindow]
  {
    var log = Log()
    build(&log)
    var tracker = BlindWindowTracker()
    for facts in try log.facts() { tracker.add(facts) }
    return tracker.finish(now: try #require(Timestamp(now)))
  }

  private let recorder = #"{"configurationRecorderName":"default"}"#

  @Test func stopAndStartMakeAWindow() throws {
    let found = try windows { log in
      log.add("10:00:00", "config", "StopConfigurationRecorder", request: recorder)
      log.add("10:47:00", "config", "StartConfigurationRecorder", request: recorder)
    }
    #expect(
      found.count == 1 && found[0].seconds == 47 * 60 && !found[0].isOngoing && found[0].key == "default")
    #expect(found[0].sentence.contains("for 47 minutes"))
  }

  @Test func failedCallsNeitherOpenNorClose() throws {
    let found = try windows { log in
      log.add("09:00:00", "config", "StopConfigurationRecorder", request: recorder, error: "AccessDenied")
      log.add("10:00:00", "config", "StopConfigurationRecorder", request: recorder)
      log.add("10:10:00", "config", "StartConfigurationRecorder", request: recorder, error: "AccessDenied")
    }
    #expect(found.count == 1 && found[0].isOngoing && found[0].seconds == 13 * 3600)
  }

  @Test func deletingAfterStoppingIsTheSameWindowAndCreatingDoesNotEndIt() throws {
    let found = try windows { log in
      log.add("10:00:00", "config", "StopConfigurationRecorder", request: recorder)
      log.add("10:05:00", "config", "DeleteConfigurationRecorder", request: recorder)
      log.add(
        "10:20:00", "config", "PutConfigurationRecorder",
        request: #"{"configurationRecorder":{"name":"default","recordingGroup":{"allSupported":true}}}"#)
      log.add("10:30:00", "config", "StartConfigurationRecorder", request: recorder)
    }
    #expect(found.count == 1 && found[0].steps.count == 2 && found[0].seconds == 30 * 60)
  }

  @Test func windowsOfSeveralControlsOverlapAndNest() throws {
    let found = try windows { log in
      log.add("10:00:00", "cloudtrail", "StopLogging", request: #"{"name":"main"}"#)
      log.add("10:10:00", "config", "StopConfigurationRecorder", request: recorder)
      log.add("10:20:00", "config", "StartConfigurationRecorder", request: recorder)
      log.add("10:25:00", "guardduty", "UpdateDetector", request: #"{"detectorId":"d","enable":false}"#)
      log.add(
        "10:30:00", "cloudtrail", "StartLogging",
        request: #"{"name":"arn:aws:cloudtrail:eu-central-1:111122223333:trail/main"}"#)
    }
    #expect(found.map(\.control.id) == ["cloudtrail.logging", "config.recorder", "guardduty.detector"])
    #expect(found.map(\.isOngoing) == [false, false, true])
    #expect(found[0].start <= found[1].start && found[1].end <= found[0].end && found[2].end > found[0].end)
  }

  @Test func accountsRegionsAndNamesAreKeptApart() throws {
    let found = try windows { log in
      log.add("10:00:00", "config", "StopConfigurationRecorder", request: recorder)
      log.add("10:01:00", "config", "StartConfigurationRecorder", request: recorder, region: "us-east-1")
      log.add("10:02:00", "config", "StartConfigurationRecorder", request: recorder, account: "444455556666")
      log.add(
        "10:03:00", "config", "StartConfigurationRecorder", request: #"{"configurationRecorderName":"other"}"#
      )
    }
    #expect(found.count == 1 && found[0].isOngoing)
  }

  @Test func aRecordingThatIsNarrowedIsAWindowOfItsOwn() throws {
    let found = try windows { log in
      log.add(
        "10:00:00", "config", "PutConfigurationRecorder",
        request:
          #"{"configurationRecorder":{"name":"default","recordingGroup":{"allSupported":false,"resourceTypes":["AWS::EC2::Instance"]}}}"#
      )
      log.add("10:05:00", "config", "StartConfigurationRecorder", request: recorder)
      log.add(
        "11:00:00", "config", "PutConfigurationRecorder",
        request: #"{"configurationRecorder":{"name":"default","recordingGroup":{"allSupported":true}}}"#)
    }
    #expect(found.map(\.control.id) == ["config.scope"] && found[0].seconds == 3600)
  }

  @Test func selectorsThatLeaveManagementEventsOutNarrow() throws {
    let found = try windows { log in
      log.add(
        "10:00:00", "cloudtrail", "PutEventSelectors",
        request:
          #"{"trailName":"main","eventSelectors":[{"readWriteType":"All","includeManagementEvents":false}]}"#)
      log.add(
        "10:10:00", "cloudtrail", "PutEventSelectors",
        request:
          #"{"trailName":"main","eventSelectors":[{"readWriteType":"All","includeManagementEvents":true}]}"#)
      log.add(
        "10:20:00", "cloudtrail", "PutEventSelectors",
        request:
          #"{"trailName":"main","advancedEventSelectors":[{"fieldSelectors":[{"field":"eventCategory","equals":["Management"]},{"field":"readOnly","equals":["false"]}]}]}"#
      )
    }
    #expect(found.map(\.isOngoing) == [false, true])
  }

  @Test func flowLogsAreFollowedByTheirResource() throws {
    let create = #"{"CreateFlowLogsRequest":{"ResourceId":{"tag":1,"content":"vpc-1"}}}"#
    let created = #"{"CreateFlowLogsResponse":{"flowLogIdSet":{"item":"fl-1"}}}"#
    let delete = #"{"DeleteFlowLogsRequest":{"FlowLogId":{"tag":1,"content":"fl-1"}}}"#
    let known = try windows { log in
      log.add("09:00:00", "ec2", "CreateFlowLogs", request: create, response: created)
      log.add("10:00:00", "ec2", "DeleteFlowLogs", request: delete)
      log.add("10:30:00", "ec2", "CreateFlowLogs", request: create)
    }
    #expect(known.count == 1 && known[0].key == "vpc-1" && known[0].seconds == 1800 && known[0].notes.isEmpty)
    let unknown = try windows { log in
      log.add("10:00:00", "ec2", "DeleteFlowLogs", request: delete)
      log.add("10:30:00", "ec2", "CreateFlowLogs", request: create)
    }
    #expect(unknown.count == 1 && unknown[0].seconds == 1800 && unknown[0].notes.count == 1)
  }

  @Test func oneCallMayNameSeveralControls() throws {
    let found = try windows { log in
      log.add("10:00:00", "monitoring", "DeleteAlarms", request: #"{"alarmNames":["a","b"]}"#)
      log.add("10:10:00", "monitoring", "PutMetricAlarm", request: #"{"alarmName":"b"}"#)
    }
    #expect(found.map(\.key) == ["a", "b"] && found.map(\.isOngoing) == [true, false])
  }

  /// Each control must be opened and closed by its own calls; nothing else may change it.
  @Test(arguments: VisibilityControl.all.map(\.id))
  func everyControlHasCallsThatOpenAndClose(_ id: String) throws {
    let control = try #require(VisibilityControl.all.first { $0.id == id })
    #expect(control.triggers.contains { $0.effect == .on } && control.triggers.contains { $0.effect != .on })
    #expect(control.provider.hasSuffix(".amazonaws.com") && !control.loses.isEmpty)
  }
}
