// Finds what a person sees as a fault of the layout: sideways scrolling, cut texts, targets that a finger misses.
import type { Page } from 'playwright-core';

/** One line for each fault in what the page shows. */
export const layoutFaults = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    /** Parts of a pixel are rounding. */
    const TOLERANCE_PX = 1;
    /** The least size of what a finger touches, as the style guide has it: 2.5 rem. */
    const TOUCH_PX = 40;
    const faults: string[] = [];
    const named = (element: Element) => {
      const words = element.textContent?.trim().replaceAll(/\s+/g, ' ').slice(0, 60);
      return `<${element.tagName.toLowerCase()} class="${element.className}"> ${words}`;
    };
    const isShown = (element: Element) => {
      const { width, height } = element.getBoundingClientRect();
      return (
        width > TOLERANCE_PX &&
        height > TOLERANCE_PX &&
        getComputedStyle(element).clipPath === 'none' &&
        element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      );
    };

    for (const scroller of [
      document.documentElement,
      ...document.querySelectorAll('dialog[open]'),
    ]) {
      const beyond = scroller.scrollWidth - scroller.clientWidth;
      if (beyond > TOLERANCE_PX) faults.push(`scrolls ${beyond} px sideways: ${named(scroller)}`);
    }

    const ruler = document.createElement('canvas').getContext('2d');
    const widthOf = (text: string, style: CSSStyleDeclaration) => {
      if (!ruler) throw new Error('This browser draws no text.');
      ruler.font = style.font;
      return ruler.measureText(text).width;
    };
    /** Room for text in a field. */
    const roomIn = (field: HTMLElement, style: CSSStyleDeclaration) =>
      field.clientWidth -
      Number.parseFloat(style.paddingLeft) -
      Number.parseFloat(style.paddingRight);
    const isCut = (overflow: string) => overflow === 'hidden' || overflow === 'clip';

    /** Between which edges the nearest ancestor that cuts its content shows it. */
    function edgesOf(element: Element | null): { readonly left: number; readonly right: number } {
      if (!element) return { left: Number.NEGATIVE_INFINITY, right: Number.POSITIVE_INFINITY };
      if (isCut(getComputedStyle(element).overflowX)) return element.getBoundingClientRect();
      return edgesOf(element.parentElement);
    }

    function fault(element: HTMLElement): string | undefined {
      const style = getComputedStyle(element);
      if (element instanceof HTMLSelectElement) {
        const text = element.selectedOptions[0]?.text ?? '';
        return widthOf(text, style) > roomIn(element, style) + TOLERANCE_PX
          ? `cuts “${text}”`
          : undefined;
      }
      if (element instanceof HTMLInputElement) {
        const { placeholder, value } = element;
        const isTooLong =
          value === '' && widthOf(placeholder, style) > roomIn(element, style) + TOLERANCE_PX;
        return isTooLong ? `cuts “${placeholder}”` : undefined;
      }
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
      );
      if (!hasText || style.fontSize === '0px') return undefined;
      // Long names end with dots by intention; their whole text is in a title or in the details.
      if (element.closest('.name, .caption, .whoami, h2, .uppy-Dashboard-Item-name'))
        return undefined;
      const hidden = edgesOf(element.parentElement);
      const range = document.createRange();
      range.selectNodeContents(element);
      const isBeyond = [...range.getClientRects()].some(
        ({ left, right, width }) =>
          width > TOLERANCE_PX &&
          (left < hidden.left - TOLERANCE_PX || right > hidden.right + TOLERANCE_PX),
      );
      if (isBeyond) return 'is cut at an edge';
      const isTooWide = element.scrollWidth > element.clientWidth + TOLERANCE_PX;
      if (
        element.clientWidth > 0 &&
        isTooWide &&
        (isCut(style.overflowX) || element.matches('button'))
      )
        return 'is wider than its place';
      const isTooHigh = element.scrollHeight > element.clientHeight + TOLERANCE_PX;
      if (element.clientHeight > 0 && isTooHigh && isCut(style.overflowY))
        return 'is higher than its place';
      return undefined;
    }
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      if (element.closest('.visually-hidden, .skip, [inert]') || !isShown(element)) continue;
      const found = fault(element);
      if (found) faults.push(`${found}: ${named(element)}`);
    }

    if (matchMedia('(pointer: coarse)').matches) {
      type Field = HTMLButtonElement | HTMLSelectElement | HTMLInputElement | HTMLTextAreaElement;
      const targets = 'button, select, input:not([type="file"]), textarea';
      for (const element of document.querySelectorAll<Field>(targets)) {
        if (element.closest('.visually-hidden, .skip') || !isShown(element)) continue;
        // A click on its label is a click on a checkbox.
        const touched = [element, ...(element.labels ?? [])];
        const height = Math.max(...touched.map((each) => each.getBoundingClientRect().height));
        if (height < TOUCH_PX - TOLERANCE_PX) faults.push(`${height} px high: ${named(element)}`);
      }
    }
    return faults;
  });
