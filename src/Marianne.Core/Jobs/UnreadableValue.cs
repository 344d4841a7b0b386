namespace Marianne.Jobs;

/// <summary>A stored value that this version cannot read. A save leaves it unchanged.</summary>
/// <param name="Column">The column or the key of the value in the store.</param>
/// <param name="Raw">The value exactly as it is stored.</param>
/// <param name="Reason">The reason why it cannot be read.</param>
public sealed record UnreadableValue(string Column, string Raw, string Reason);
