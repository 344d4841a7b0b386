namespace Marianne.Jobs;

/// <summary>A value that a store holds and this version cannot read. A save leaves it as it is.</summary>
/// <param name="Column">Its column or key in the store.</param>
/// <param name="Raw">The value, exactly as the store has it.</param>
/// <param name="Reason">Why it cannot be read.</param>
public sealed record UnreadableValue(string Column, string Raw, string Reason);
