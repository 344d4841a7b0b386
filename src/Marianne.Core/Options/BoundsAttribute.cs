using System.Globalization;

namespace Marianne.Options;

/// <summary>The range that a number must be in. A bound that is not set does not bound.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BoundsAttribute : Attribute
{
    /// <summary>The smallest value that is allowed.</summary>
    public double AtLeast { get; init; } = double.NegativeInfinity;

    /// <summary>The value must be greater than this.</summary>
    public double Above { get; init; } = double.NegativeInfinity;

    /// <summary>The greatest value that is allowed.</summary>
    public double AtMost { get; init; } = double.PositiveInfinity;

    /// <summary>Whether a value is within the bounds. What is not finite never is.</summary>
    public bool Contain(double value) =>
        double.IsFinite(value) && value >= AtLeast && value > Above && value <= AtMost;

    /// <summary>The bounds in words, such as <c>above 0 and at most 3600</c>.</summary>
    public override string ToString() => string.Join(" and ", Words());

    private IEnumerable<string> Words()
    {
        if (double.IsFinite(AtLeast))
            yield return string.Create(CultureInfo.InvariantCulture, $"at least {AtLeast}");
        if (double.IsFinite(Above))
            yield return string.Create(CultureInfo.InvariantCulture, $"above {Above}");
        if (double.IsFinite(AtMost))
            yield return string.Create(CultureInfo.InvariantCulture, $"at most {AtMost}");
    }
}
