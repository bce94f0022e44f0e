package dev.kinescope.pipeline.run;

/** Records per second over the last five seconds, measured here. */
public record RunRates(
        double sent, double bytesSent, double read, double ok, double lines, double failed) {
    public static final RunRates NONE = new RunRates(0, 0, 0, 0, 0, 0);
}
