namespace Marianne.Learning;

/// <summary>Whether an attempt may start, according to the limits across jobs.</summary>
/// <param name="Limits">The names of the limits in whose slots the attempt runs. There is none if no limit concerns it.</param>
/// <param name="Refusal">Why the attempt has to wait; <c>null</c> if it may start.</param>
public sealed record SlotDecision(IReadOnlyList<string> Limits, SlotRefusal? Refusal = null)
{
    /// <summary>The decision for an attempt that no limit concerns.</summary>
    public static SlotDecision Unlimited { get; } = new([]);
}
