namespace Marianne.Learning;

/// <summary>Ratings of an hour of the day, based on the recoveries in it.</summary>
public enum HourVerdict : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>There were no recoveries.</summary>
    None,

    /// <summary>There were too few recoveries for a rating.</summary>
    FewSamples,

    /// <summary>Most recoveries failed.</summary>
    Avoid,

    /// <summary>Some recoveries succeeded and some failed.</summary>
    Mixed,

    /// <summary>Most recoveries succeeded.</summary>
    Optimal,
}
