namespace Marianne.Scores;

/// <summary>What a file of a score is written in.</summary>
public enum ScoreFormat
{
    /// <summary>YAML 1.2.</summary>
    Yaml,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>A PowerShell data file.</summary>
    PowerShellData,
}
