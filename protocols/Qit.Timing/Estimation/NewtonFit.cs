namespace Qit.Timing.Estimation;

/// <summary>Something to minimize: a negative log-likelihood with gradient and Hessian.</summary>
internal interface IObjective
{
    /// <summary>Number of parameters.</summary>
    int Count { get; }

    /// <summary>Value at the parameters; positive infinity where they are not allowed. Fills gradient and the full
    /// symmetric Hessian.</summary>
    double Evaluate(ReadOnlySpan<double> parameters, double[] gradient, double[,] hessian);
}

/// <summary>Damped Newton descent (Levenberg's rule on the diagonal), for a handful of parameters.</summary>
internal sealed class NewtonFit
{
    private const int MostIterations = 200;
    private readonly IObjective _objective;
    private readonly int[] _free;
    private readonly double[] _gradient;
    private readonly double[,] _hessian;

    /// <summary>Prepares a fit of the parameters whose flag is set; the others keep their values.</summary>
    public NewtonFit(IObjective objective, ReadOnlySpan<bool> free)
    {
        _objective = objective;
        var indices = new List<int>();
        for (int index = 0; index < free.Length; index++)
        {
            if (free[index]) indices.Add(index);
        }

        _free = [.. indices];
        _gradient = new double[objective.Count];
        _hessian = new double[objective.Count, objective.Count];
    }

    /// <summary>Objective at the minimum.</summary>
    public double Value { get; private set; }

    /// <summary>True when the last steps changed the objective by less than 1e-9.</summary>
    public bool Converged { get; private set; }

    /// <summary>Moves the parameters to the minimum. Returns the covariance there (inverse observed information) over
    /// all parameters, zero for those held; null when the information is singular.</summary>
    public double[,]? Minimize(double[] parameters)
    {
        Value = _objective.Evaluate(parameters, _gradient, _hessian);
        double damping = 1e-3;
        double[] trial = new double[parameters.Length];
        double[] keptGradient = new double[_gradient.Length];
        double[,] keptHessian = new double[_gradient.Length, _gradient.Length];
        for (int iteration = 0; iteration < MostIterations && damping < 1e12 && !Converged; iteration++)
        {
            double[,] matrix = Reduce(damping);
            double[] step = new double[_free.Length];
            for (int index = 0; index < step.Length; index++) step[index] = -_gradient[_free[index]];
            if (!Cholesky.TrySolve(matrix, step))
            {
                damping *= 10;
                continue;
            }

            parameters.CopyTo(trial, 0);
            for (int index = 0; index < step.Length; index++) trial[_free[index]] += step[index];
            _gradient.CopyTo(keptGradient, 0);
            Array.Copy(_hessian, keptHessian, _hessian.Length);
            double value = _objective.Evaluate(trial, _gradient, _hessian);
            if (!(value <= Value))
            {
                // At the minimum the rounding of the sum may look like a rise.
                Converged = value - Value < 1e-9 * Math.Max(1, Math.Abs(Value)) && damping < 1;
                keptGradient.CopyTo(_gradient, 0);
                Array.Copy(keptHessian, _hessian, _hessian.Length);
                damping *= 10;
                continue;
            }

            Converged = Value - value < 1e-9 && damping <= 1e-2;
            Value = value;
            trial.CopyTo(parameters, 0);
            damping = Math.Max(damping / 10, 1e-12);
        }

        return Covariance();
    }

    private double[,]? Covariance()
    {
        int count = _objective.Count;
        double[,]? inverse = Cholesky.Inverse(Reduce(0));
        if (inverse is null) return null;
        double[,] covariance = new double[count, count];
        for (int row = 0; row < _free.Length; row++)
        {
            for (int column = 0; column < _free.Length; column++)
                covariance[_free[row], _free[column]] = inverse[row, column];
        }

        return covariance;
    }

    private double[,] Reduce(double damping)
    {
        double[,] matrix = new double[_free.Length, _free.Length];
        for (int row = 0; row < _free.Length; row++)
        {
            for (int column = 0; column < _free.Length; column++)
                matrix[row, column] = _hessian[_free[row], _free[column]];
            matrix[row, row] += damping * Math.Max(Math.Abs(matrix[row, row]), 1e-300);
        }

        return matrix;
    }
}
