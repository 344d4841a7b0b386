namespace Marianne.Learning;

/// <summary>What decides whether a rate limit holds a sheet: the service that it calls.</summary>
public sealed record LimitScope
{
    /// <summary>The service that the sheet calls; <c>null</c> if it calls none that is known.</summary>
    public string? Service { get; init; }

    /// <summary>The name of the sheet, which is its service as soon as it has met a limit although it names no service.</summary>
    public required string Sheet { get; init; }

    /// <summary>The model that the sheet calls; <c>null</c> if it is not known.</summary>
    public string? Model { get; init; }

    /// <summary>Indicates whether the sheet is a prompt for an instrument.</summary>
    public bool IsPrompt { get; init; }

    /// <summary>The service of a limit that the sheet meets.</summary>
    public string ServiceOfLimit => Service ?? Sheet;

    /// <summary>
    /// Determines whether a limit holds the sheet. A limit without a service holds prompts only: those of its model, or all.
    /// </summary>
    /// <param name="limit">The limit.</param>
    public bool IsHeldBy(LearnedRateLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        return limit.Service is { } service
            ? service == ServiceOfLimit
            : IsPrompt && (limit.Model is null || limit.Model == Model || limit.Model == Service);
    }
}
