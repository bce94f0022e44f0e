package dev.kinescope.pipeline.run;

/** What a run is busy with, in order. */
public enum Stage {
    CHECK("Check what is there"),
    CREATE("Create what is missing"),
    DEPLOY("Deploy the functions"),
    WAIT("Wait until everything is ready"),
    SEND("Send posts"),
    FOLLOW("Follow the records"),
    DONE("Done");

    private final String words;

    Stage(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
