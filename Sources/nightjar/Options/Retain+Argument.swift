public import ArgumentParser
public import CloudTrail

extension Retain: ExpressibleByArgument {}
