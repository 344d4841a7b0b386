namespace Marianne.Learning;

/// <summary>How much of a limit is used when an attempt asks for a slot.</summary>
/// <param name="InUse">The number of sheets that run.</param>
/// <param name="Started">The number of attempts that began within the last hour.</param>
/// <param name="Ahead">The number of sheets that wait and go first.</param>
/// <param name="UntilNext">
/// The time after which one attempt fewer than the maximum of an hour has begun; <c>null</c> if that is so already.
/// </param>
public readonly record struct SlotUse(long InUse, long Started, int Ahead, TimeSpan? UntilNext);
