package dev.kinescope.pipeline.functions;

/** Hears what a deployment is doing, in words to show as they are. */
@FunctionalInterface
public interface DeployListener {
    void doing(String what);
}
