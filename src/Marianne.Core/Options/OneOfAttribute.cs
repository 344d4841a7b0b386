namespace Marianne.Options;

/// <summary>Requires exactly one of the keys of a section that have this attribute.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOfAttribute : Attribute;
