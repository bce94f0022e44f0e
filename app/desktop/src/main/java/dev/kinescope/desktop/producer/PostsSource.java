package dev.kinescope.desktop.producer;

/** Where replayed posts come from. */
enum PostsSource {
    BUNDLED("Bundled with the producer"),
    S3("A file in S3");

    private final String words;

    PostsSource(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
