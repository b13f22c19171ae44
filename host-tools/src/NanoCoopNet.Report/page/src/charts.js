// The parts of the chart library that the figures use.
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import {
    DataZoomComponent,
    GridComponent,
    LegendComponent,
    LegendScrollComponent,
    MarkLineComponent,
    TooltipComponent,
} from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([
    BarChart,
    LineChart,
    ScatterChart,
    DataZoomComponent,
    GridComponent,
    LegendComponent,
    LegendScrollComponent,
    MarkLineComponent,
    TooltipComponent,
    SVGRenderer,
]);

export { echarts };
