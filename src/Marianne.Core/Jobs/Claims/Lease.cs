namespace Marianne.Jobs;

/// <summary>How long claims last without renewal.</summary>
public static class Lease
{
    /// <summary>The length of a lease.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The time after which a lease is renewed.</summary>
    public static TimeSpan RenewalInterval { get; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The time before the end of a lease at which its worker stops the work if the lease could not be renewed, so that the work
    /// has ended when the store may give it to another.
    /// </summary>
    public static TimeSpan Margin { get; } = TimeSpan.FromSeconds(8);

    /// <summary>The time after which a worker that was not announced again counts as gone.</summary>
    public static TimeSpan Silence { get; } = TimeSpan.FromMinutes(3);
}
