package dev.kinescope.pipeline.provisioning;

/**
 * An IAM role with one inline policy, both as JSON text without placeholders.
 *
 * @param trustPolicy who may take the role
 * @param policy what it may do, least privilege
 */
public record RoleDefinition(String name, String trustPolicy, String policy) {}
