package dev.kinescope.localcloud.cloudwatch;

import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** What was observed of a metric in one unit; values of different units do not mix. */
record Series(MetricKey key, StandardUnit unit) {}
