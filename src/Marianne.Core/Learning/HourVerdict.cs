namespace Marianne.Learning;

/// <summary>What the recoveries of an hour of the day say about it.</summary>
public enum HourVerdict
{
    /// <summary>There were none.</summary>
    None,

    /// <summary>There were too few to tell.</summary>
    FewSamples,

    /// <summary>Most of them did not go well.</summary>
    Avoid,

    /// <summary>Some went well and some did not.</summary>
    Mixed,

    /// <summary>Most of them went well.</summary>
    Optimal,
}
