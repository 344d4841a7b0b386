namespace Marianne.Placeholders;

/// <summary>The quotes around a placeholder in a command.</summary>
internal enum QuotingContext
{
    /// <summary>No quotes.</summary>
    Bare,

    /// <summary>Single quotes.</summary>
    Single,

    /// <summary>Double quotes.</summary>
    Double,

    /// <summary>A position where no quoting is safe for every value.</summary>
    Unsafe,
}
