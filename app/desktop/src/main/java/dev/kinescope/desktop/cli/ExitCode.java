package dev.kinescope.desktop.cli;

/** What the exit codes mean, for every sub-command. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int REFUSED = 3;
    static final int UNEXPLAINED = 4;

    private ExitCode() {}
}
