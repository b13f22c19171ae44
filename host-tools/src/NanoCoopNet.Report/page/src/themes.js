// Colours by meaning (Ink in Figure.cs), light and dark; told apart by people with colour-blindness, too (Okabe and Ito).
const inks = {
    light: {
        first: "#0072b2",
        second: "#d55e00",
        third: "#009e73",
        fourth: "#cc79a7",
        light: "#56b4e9",
        full: "#d55e00",
        right: "#009e73",
        wrong: "#d55e00",
        reference: "#7a7f87",
    },
    dark: {
        first: "#5bb5f0",
        second: "#ff9a57",
        third: "#3fd0a4",
        fourth: "#e6a3c8",
        light: "#56b4e9",
        full: "#f08a3c",
        right: "#3fd0a4",
        wrong: "#ff9a57",
        reference: "#9aa1ab",
    },
};

export const themes = {
    light: { name: "light", text: "#1b1f24", faint: "#5b626b", line: "#d5d9de", ground: "#ffffff", inks: inks.light },
    dark: { name: "dark", text: "#e6e9ed", faint: "#a3abb5", line: "#3a4048", ground: "#16191d", inks: inks.dark },
};
