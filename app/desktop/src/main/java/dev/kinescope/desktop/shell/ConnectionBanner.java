package dev.kinescope.desktop.shell;

/** What the header says of the connection: always which cloud the screens drive. */
public record ConnectionBanner(Kind kind, String title, String detail) {
    /** Which cloud it is. */
    public enum Kind {
        LOCAL("LOCAL", "fth-hard-drive", "connection-local"),
        AWS("AWS", "fth-cloud", "connection-aws"),
        ENDPOINT("ENDPOINT", "fth-server", "connection-aws"),
        NONE("NOT CONNECTED", "fth-cloud-off", "connection-none");

        private final String label;
        private final String icon;
        private final String styleClass;

        Kind(String label, String icon, String styleClass) {
            this.label = label;
            this.icon = icon;
            this.styleClass = styleClass;
        }

        String label() {
            return label;
        }

        String icon() {
            return icon;
        }

        String styleClass() {
            return styleClass;
        }
    }
}
