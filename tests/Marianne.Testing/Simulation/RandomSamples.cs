namespace Marianne.Testing.Simulation;

/// <summary>Draws samples that are the same in each process.</summary>
public static class RandomSamples
{
    /// <summary>Creates a source of random numbers.</summary>
    /// <param name="purpose">What they are for. Sources for other purposes are independent.</param>
    /// <param name="seed">The seed of the simulation.</param>
    public static Random Create(string purpose, int seed)
    {
        ArgumentNullException.ThrowIfNull(purpose);

        // FNV-1a: the hash code of a string differs between processes.
        uint hash = 2_166_136_261;
        foreach (char letter in purpose)
            hash = unchecked((hash ^ letter) * 16_777_619);
        return new Random(unchecked((int)(hash + ((uint)seed * 2_654_435_761))));
    }

    /// <summary>Draws from the exponential distribution.</summary>
    public static double NextExponential(this Random random, double mean)
    {
        ArgumentNullException.ThrowIfNull(random);
        return -mean * Math.Log(1 - random.NextDouble());
    }

    /// <summary>Draws from the standard normal distribution, by the method of Box and Muller.</summary>
    public static double NextNormal(this Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Math.Sqrt(random.NextExponential(2)) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
