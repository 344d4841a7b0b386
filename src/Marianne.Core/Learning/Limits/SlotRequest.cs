namespace Marianne.Learning;

/// <summary>A request for a slot for one attempt of a sheet.</summary>
/// <param name="Holder">The sheet.</param>
/// <param name="Limits">The names of the limits that the sheet obeys. Names without a limit limit nothing.</param>
/// <param name="Waited">How long the sheet has waited.</param>
public sealed record SlotRequest(SlotHolder Holder, IReadOnlyList<string> Limits, TimeSpan Waited = default);
