// The functions of activations and their derivatives, which activation.cu and gate.cu apply.

#define GELU 0
#define GELU_TANH 1
#define RELU 2
#define TANH 3
#define IDENTITY 4

#define LOG2_E 1.44269504f

// x Phi(x) and its derivative Phi(x) + x phi(x). With t = 1 / (1 + p |x| / sqrt(2)), Phi(-|x|) is t times a polynomial
// in t times e^(-x^2 / 2) / 2, good to 7.5e-8 (Abramowitz and Stegun 1964, 7.1.26).
DEVICE void gelu(float x, float& value, float& slope)
{
    float t = reciprocal(fmaf(fabsf(x), 0.231641888f, 1));
    float power = power_of_two(x * x * (-0.5f * LOG2_E));
    float p = fmaf(t, 0.5307027145f, -0.7265760135f);
    p = fmaf(t, p, 0.7107068705f);
    p = fmaf(t, p, -0.142248368f);
    p = fmaf(t, p, 0.127414796f);
    float tail = p * t * power;
    float phi = x > 0 ? 1 - tail : tail;
    value = x * phi;
    slope = fmaf(x * power, 0.398942280f, phi);
}

// x s and s + x s (1 - s) (2y)', s = 1 / (1 + e^-2y), 2y = x (1.5958 + 0.0714 x^2). Beyond 9 the sigmoid is 0 or 1:
// the bound keeps infinity * 0 away; 1 - s is e^-2y s.
DEVICE void gelu_tanh(float x, float& value, float& slope)
{
    float bounded = x > 9 ? 9.0f : x < -9 ? -9.0f : x, square = bounded * bounded;
    float power = power_of_two(bounded * fmaf(-0.0713548162f * LOG2_E, square, -1.59576912f * LOG2_E));
    float sigmoid = reciprocal(1 + power);
    value = x * sigmoid;
    slope = fmaf(bounded * sigmoid * (power * sigmoid), fmaf(0.214064449f, square, 1.59576912f), sigmoid);
}

// An odd polynomial below 0.625, sign(x) (1 - 2 / (e^2|x| + 1)) above.
DEVICE void hyperbolic_tangent(float x, float& value, float& slope)
{
    float size = fabsf(x), square = x * x;
    float p = fmaf(-0.006104948f, square, 0.0210036412f);
    p = fmaf(p, square, -0.0538524985f);
    p = fmaf(p, square, 0.133327827f);
    p = fmaf(p, square, -0.333333284f);
    float large = 1 - 2 * reciprocal(power_of_two(2 * LOG2_E * size) + 1);
    value = size < 0.625f ? fmaf(p * square, x, x) : x < 0 ? -large : large;
    slope = 1 - value * value;
}

template <int A>
DEVICE void activate(float x, float& value, float& slope)
{
    if constexpr (A == GELU) gelu(x, value, slope);
    else if constexpr (A == GELU_TANH) gelu_tanh(x, value, slope);
    else if constexpr (A == RELU) value = x < 0 ? 0 : x, slope = x > 0 ? 1.0f : 0.0f;
    else if constexpr (A == TANH) hyperbolic_tangent(x, value, slope);
    else value = x, slope = 1;
}
