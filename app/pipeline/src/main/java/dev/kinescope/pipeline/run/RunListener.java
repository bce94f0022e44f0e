package dev.kinescope.pipeline.run;

/** Hears a run's snapshots, about one each second and one at each change of stage. */
@FunctionalInterface
public interface RunListener {
    void tick(RunSnapshot snapshot);
}
