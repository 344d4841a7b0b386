namespace Marianne.Placeholders;

/// <summary>How a text has to be quoted where it stands in a command.</summary>
internal enum QuotingContext
{
    /// <summary>In no quotes.</summary>
    Bare,

    /// <summary>In single quotes.</summary>
    Single,

    /// <summary>In double quotes.</summary>
    Double,

    /// <summary>Where no quoting makes every text safe.</summary>
    Unsafe,
}
