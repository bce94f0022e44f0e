package dev.kinescope.localcloud.auth;

/** Whose requests a local cloud serves. */
public enum Access {
    /** Of those who sign with keys that it gave out. */
    SIGNED,
    /**
     * Of everyone on this machine who signs with any keys: those that it does not know stand for
     * the account's root. Sessions of roles are still held to their signature and to their role.
     */
    OPEN
}
