// The least that Ink can be: what our first frame is measured against.
import { render, Text } from 'ink';

render(<Text>hello</Text>);
