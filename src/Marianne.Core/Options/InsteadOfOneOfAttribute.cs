namespace Marianne.Options;

/// <summary>Lets a section have none of its keys with <see cref="OneOfAttribute"/> if it has the key with this attribute.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InsteadOfOneOfAttribute : Attribute;
