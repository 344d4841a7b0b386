namespace Marianne.Options;

/// <summary>Of all keys of a section that have it, exactly one must be written.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOfAttribute : Attribute;
