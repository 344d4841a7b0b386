using System.Globalization;

namespace Marianne.Options;

/// <summary>
/// The range of a number, or of the number of items of a list. A bound that is not set does not limit the value.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BoundsAttribute : Attribute
{
    /// <summary>The inclusive lower bound. The default is negative infinity.</summary>
    public double AtLeast { get; init; } = double.NegativeInfinity;

    /// <summary>The exclusive lower bound. The default is negative infinity.</summary>
    public double Above { get; init; } = double.NegativeInfinity;

    /// <summary>The inclusive upper bound. The default is positive infinity.</summary>
    public double AtMost { get; init; } = double.PositiveInfinity;

    /// <summary>Determines whether a value is within the bounds. A value that is not finite never is.</summary>
    /// <param name="value">The value.</param>
    public bool Contains(double value) =>
        double.IsFinite(value) && value >= AtLeast && value > Above && value <= AtMost;

    /// <summary>Returns the bounds in words, such as <c>above 0 and at most 3600</c>.</summary>
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
